package org.caregate.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the requirements that a conformance test proves, for the coverage list: {@code RFC7636-4.6}, {@code SMART2.2-launch-aud}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requirement {
    /** The ids, each a specification and its section or rule. */
    String[] value();
}
