/** The command line as an OAuth client: a person by code and loopback redirect (RFC 8252), a machine by a signed assertion (RFC 7523). */
@NullMarked
package org.caregate.commandline.login;

import org.jspecify.annotations.NullMarked;
