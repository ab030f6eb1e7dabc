/** What a client of an authorization server needs, whichever it is: whom it trusts (TLS), and how it proves itself (RFC 7523). */
@NullMarked
package org.caregate.commandline.oauth;

import org.jspecify.annotations.NullMarked;
