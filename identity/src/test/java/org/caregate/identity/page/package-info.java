/** Tests of what pages share, and the browser that page tests use. */
@NullMarked
package org.caregate.identity.page;

import org.jspecify.annotations.NullMarked;
