package audiotokens.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a configuration key: its meaning, its default value as written in YAML, and, for a number, its range. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
    /** The meaning in one sentence, with the unit. */
    String value();

    /** The default value as written in YAML; list items are separated by commas. */
    String defaultValue();

    /** Minimum of a number, inclusive. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Maximum of a number, inclusive. */
    double max() default Double.POSITIVE_INFINITY;

    /** The key's name in the original Python implementation, if it is not this key's name in snake case. */
    String original() default "";

    /**
     * Former names of the key, oldest first. They are still accepted, and stages that ran under them remain up to date.
     */
    String[] formerNames() default {};
}
