package io.tidemark.merge.policy;

import io.tidemark.protocol.entity.Field;
import io.tidemark.protocol.entity.MergePolicy;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.outcome.Reason;
import java.util.Optional;

/** MERGE-4 and MERGE-5: asks the declared policy, where the author had not seen the current value. */
public final class Unseen {
    private Unseen() {}

    /**
     * @param field as declared; empty for one that is declared no longer
     * @param seen what the author saw, where it is known in full
     * @param current the row's value, which is not ours and was not seen; empty if the field is absent
     */
    public static Fate fate(Optional<Field> field, Optional<Json> seen, Json ours, Optional<Json> current) {
        return switch (field.map(Field::policy).orElse(MergePolicy.MANUAL)) {
            case MANUAL, COUNTER, ADD_WINS_SET -> new Fate.Lose(Reason.UNSEEN_VALUE);
            case LAST_WRITER -> new Fate.Write(ours, Reason.SERVER_ORDER);
            case SERVER_WINS -> new Fate.Drop(Reason.SERVER_WINS);
            case IMMUTABLE ->
                current.isPresent() ? new Fate.Lose(Reason.IMMUTABLE) : new Fate.Write(ours, Reason.POLICY_MERGED);
            case MAX, MIN -> new Fate.Write(ours, Reason.POLICY_MERGED);
            case TEXT -> merged(text(seen, ours, current));
            case OWN ->
                merged(field.flatMap(Field::merge)
                        .flatMap(OwnMerges::find)
                        .flatMap(own -> own.merge(seen, ours, current)));
        };
    }

    private static Fate merged(Optional<Json> value) {
        return value.<Fate>map(json -> new Fate.Write(json, Reason.POLICY_MERGED))
                .orElseGet(() -> new Fate.Lose(Reason.UNSEEN_VALUE));
    }

    private static Optional<Json> text(Optional<Json> seen, Json ours, Optional<Json> current) {
        if (seen.orElse(Json.NULL) instanceof Json.Str(String base)
                && ours instanceof Json.Str(String mine)
                && current.orElse(Json.NULL) instanceof Json.Str(String theirs)) {
            return TextMerge.merge(base, mine, theirs).map(Json::of);
        }
        return Optional.empty();
    }
}
