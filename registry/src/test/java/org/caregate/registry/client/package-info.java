@NullMarked
package org.caregate.registry.client;

import org.jspecify.annotations.NullMarked;
