package io.tidemark.protocol.explain;

import io.tidemark.protocol.entity.MergePolicy;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.FateCodec;
import io.tidemark.protocol.outcome.FieldFate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Why a field has its value.
 *
 * @param value empty in a tombstone
 * @param last empty if nobody's write is known
 * @param elements of a set that merges: for each element, who put it in last
 * @param since operations after the last write that met this field, newest first, as far as the explanation reaches
 * @param before operations before it, of which the log tells more than that they were applied; newest first
 */
public record FieldStory(
        MergePolicy policy,
        Optional<Json> value,
        Optional<LastWrite> last,
        SortedMap<String, LastWrite> elements,
        List<Met> since,
        List<Met> before) {
    /** An operation that met a field, and what became of its value there. */
    public record Met(OperationId operation, FieldFate fate) {}

    public FieldStory {
        elements = Collections.unmodifiableSortedMap(new TreeMap<>(elements));
        since = List.copyOf(since);
        before = List.copyOf(before);
    }

    Json write() {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("policy", Json.of(policy.slug()));
        value.ifPresent(json -> members.put("value", json));
        last.ifPresent(write -> write.writeTo(members));
        if (!elements.isEmpty()) {
            members.put("elements", write(elements));
        }
        members.put("since", write(since));
        members.put("before", write(before));
        return new Json.Obj(members);
    }

    static FieldStory read(Json json) throws InvalidShape {
        Members members = Members.of(json, "fields");
        TreeMap<String, LastWrite> elements = new TreeMap<>();
        if (members.has("elements")) {
            for (Json each : members.array("elements")) {
                Members element = Members.of(each, "elements");
                elements.put(element.string("element"), LastWrite.read(element));
            }
        }
        return new FieldStory(
                MergePolicy.parse(members.string("policy"))
                        .orElseThrow(() -> new InvalidShape("policy", "it is none that the protocol names")),
                members.find("value"),
                members.has("version") ? Optional.of(LastWrite.read(members)) : Optional.empty(),
                elements,
                readMet(members.array("since")),
                readMet(members.array("before")));
    }

    /** An element is an author's text: it may be longer than a member's name. */
    private static Json write(SortedMap<String, LastWrite> elements) {
        List<Json> all = new ArrayList<>();
        elements.forEach((element, write) -> {
            TreeMap<String, Json> members = new TreeMap<>();
            members.put("element", Json.of(element));
            write.writeTo(members);
            all.add(new Json.Obj(members));
        });
        return new Json.Arr(all);
    }

    private static Json write(List<Met> met) {
        List<Json> all = new ArrayList<>();
        for (Met each : met) {
            TreeMap<String, Json> members = new TreeMap<>(FateCodec.members(each.fate()));
            members.put("operation", Json.of(each.operation().toString()));
            all.add(new Json.Obj(members));
        }
        return new Json.Arr(all);
    }

    /** Without those whose fate is of a newer server. */
    private static List<Met> readMet(List<Json> all) throws InvalidShape {
        List<Met> met = new ArrayList<>();
        for (Json each : all) {
            Members members = Members.of(each, "fate");
            OperationId operation = OperationId.parse(members.string("operation"))
                    .orElseThrow(() -> new InvalidShape("operation", "a UUID is expected"));
            FateCodec.fate(members).ifPresent(fate -> met.add(new Met(operation, fate)));
        }
        return met;
    }
}
