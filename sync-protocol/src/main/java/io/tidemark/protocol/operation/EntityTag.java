package io.tidemark.protocol.operation;

import java.util.Optional;

/**
 * The opaque part of an ETag (RFC 9110, section 8.8.3): one state of one entity, never used twice.
 *
 * @param epoch of the server's data
 * @param incarnation the position at which the row was first made
 * @param version of the row
 */
public record EntityTag(String epoch, long incarnation, long version) {
    /** Empty if the text cannot be a tag of ours; such a tag matches nothing. */
    public static Optional<EntityTag> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EntityTag(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return epoch + "." + incarnation + "." + version;
    }
}
