package audiotokens.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One configuration key: what it means, its default as one would write it in YAML, and the range a number may take. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
    /** What the key decides, in one sentence, with the unit. */
    String value();

    /** The default, written as in YAML; lists are separated by commas. */
    String standard();

    /** Least value of a number, inclusive. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Greatest value of a number, inclusive. */
    double max() default Double.POSITIVE_INFINITY;

    /** The key's name in the Python original, where it differs from the snake-case form of this one. */
    String original() default "";

    /**
     * Names that the option had in earlier versions, the oldest first. They are read still, and finished work that was
     * recorded under them stays finished.
     */
    String[] formerNames() default {};
}
