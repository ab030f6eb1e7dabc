/** The authorization server: the OAuth 2.0, OpenID Connect and SMART endpoints as functions from request to response. */
@NullMarked
package org.caregate.authorization;

import org.jspecify.annotations.NullMarked;
