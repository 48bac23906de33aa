package io.tidemark.laws.history;

import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.operation.EntityKey;
import java.util.List;

/** What the histories are about: one scope of notes, with a field of every policy. */
public final class Notes {
    public static final ScopeKey SCOPE = new ScopeKey("demo", "notes");
    public static final String EPOCH = "epoch-1";
    public static final EntityTypes TYPES = EntityTypesFile.parse("laws.yaml", """
            types:
              note:
                schema: 2
                fields:
                  title: { type: string }
                  body: { type: string }
                  text: { type: string, policy: text }
                  tags: { type: strings, policy: add-wins-set }
                  likes: { type: integer, policy: counter }
                  pinned: { type: string, policy: last-writer }
                  origin: { type: string, policy: immutable }
                  state: { type: string, policy: server-wins }
                  summary: { type: string, policy: own, merge: longer-summary }
                  best: { type: integer, policy: max }
                  least: { type: integer, policy: min }
                removed:
                  mood: { type: string, in: 2, default: "calm" }
            """);

    /** Of the devices' version, and gone since: what is written to it is dropped. */
    public static final String REMOVED = "mood";

    /** A counter that everybody increments, and nobody deletes. */
    public static final EntityKey TALLY = note("tally");

    /** A counter of increments so large that some leave its range. Nobody deletes it. */
    public static final EntityKey METER = note("meter");

    /** Highest and lowest score. Nobody deletes it. */
    public static final EntityKey SCORE = note("score");

    /** What all devices edit. */
    static final List<EntityKey> SHARED = List.of(note("n0"), note("n1"), note("n2"));

    private static final String PRIVATE = "own-";

    private Notes() {}

    static EntityKey note(String id) {
        return new EntityKey("note", id);
    }

    /** Edited by this device alone. */
    static EntityKey own(String who) {
        return note(PRIVATE + who);
    }

    public static boolean isPrivate(EntityKey entity) {
        return entity.id().startsWith(PRIVATE);
    }

    static boolean isSpecial(EntityKey entity) {
        return entity.equals(TALLY) || entity.equals(METER) || entity.equals(SCORE) || isPrivate(entity);
    }
}
