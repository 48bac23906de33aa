package io.tidemark.protocol.json;

/** JSON that is not of the form that was expected. Names the member of ours that is wrong, never the input's text. */
public final class InvalidShape extends Exception {
    private static final long serialVersionUID = 1;

    private final String member;

    /** @param member the protocol's name of the member, or empty for the whole */
    public InvalidShape(String member, String message) {
        super(member.isEmpty() ? message : "'" + member + "': " + message);
        this.member = member;
    }

    public String member() {
        return member;
    }
}
