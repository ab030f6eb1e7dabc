/** What every page shares: headers, navigation, errors, request ids (ADR 0010). The pages themselves are beside their use cases. */
@NullMarked
package org.caregate.identity.page;

import org.jspecify.annotations.NullMarked;
