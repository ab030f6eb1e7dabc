@NullMarked
package org.caregate.registry.person;

import org.jspecify.annotations.NullMarked;
