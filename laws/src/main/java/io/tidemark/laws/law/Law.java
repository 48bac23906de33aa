package io.tidemark.laws.law;

/** One law, checked over a whole history. */
public interface Law {
    /** The law in words, such as "no accepted value is lost". */
    String promise();

    /** The ids of the rules that it enforces. */
    String rules();

    Finding check(Facts facts);
}
