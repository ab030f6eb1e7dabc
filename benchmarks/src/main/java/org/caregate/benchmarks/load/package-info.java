/** What every measurement needs: processes of its own, their processor time and memory, and medians. */
@NullMarked
package org.caregate.benchmarks.load;

import org.jspecify.annotations.NullMarked;
