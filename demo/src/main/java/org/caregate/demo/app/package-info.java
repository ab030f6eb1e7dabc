/**
 * The demo's SMART app: a static page served over TLS from an origin of its own
 * (<a href="https://hl7.org/fhir/smart-app-launch/app-launch.html">SMART App Launch 2.2, standalone launch</a>).
 */
@NullMarked
package org.caregate.demo.app;

import org.jspecify.annotations.NullMarked;
