package org.caregate.gateway.enforcement;

/** What reading the conditions of a write found. */
sealed interface ConditionsResult permits WriteConditions, Refused {}
