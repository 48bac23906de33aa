package io.tidemark.mergeservice.lane;

/** A new epoch has begun, or one was begun by somebody else meanwhile: nothing that was found before it counts. */
final class RestoreDeclared extends Exception {
    private static final long serialVersionUID = 1;

    RestoreDeclared(String why) {
        super(why);
    }
}
