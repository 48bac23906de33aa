package io.tidemark.simulator.history;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.ResultCodec;
import io.tidemark.simulator.history.Entry.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** An entry as one JSON object. */
final class EntryCodec {
    private static final int PLACE = 4;

    private EntryCodec() {}

    static Json write(Entry entry) {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("at", Json.of(entry.at()));
        switch (entry) {
            case Entry.Save save -> {
                edit("save", save, members);
                members.put("wrote", new Json.Obj(save.wrote()));
            }
            case Entry.Delete delete -> edit("delete", delete, members);
            case Entry.Accepted(long at, long call, Optional<OperationId> operation) -> {
                answer("accepted", call, members);
                operation.ifPresent(id -> members.put("operation", Json.of(id.toString())));
            }
            case Entry.Push push ->
                request("push", push.call(), push.device(), push.scope(), push.operations(), members);
            case Entry.Ask ask -> request("ask", ask.call(), ask.device(), ask.scope(), ask.operations(), members);
            case Entry.Told told -> {
                answer("told", told.call(), members);
                members.put("epoch", Json.of(told.epoch()));
                members.put("results", ResultCodec.writeAll(told.results()));
            }
            case Entry.Pull pull -> {
                request("pull", pull.call(), pull.device(), pull.scope(), List.of(), members);
                pull.cursor().ifPresent(cursor -> members.put("cursor", Json.of(cursor)));
            }
            case Entry.Page page -> page(page, members);
            case Entry.Failed(long at, long call, String why) -> {
                answer("failed", call, members);
                members.put("why", Json.of(why));
            }
            case Entry.Fault(long at, String kind, String target) -> {
                members.put("e", Json.of("fault"));
                members.put("kind", Json.of(kind));
                members.put("target", Json.of(target));
            }
        }
        return new Json.Obj(members);
    }

    private static void edit(String name, Entry.Edit edit, SortedMap<String, Json> members) {
        request(name, edit.call(), edit.device(), edit.scope(), List.of(), members);
        members.put("type", Json.of(edit.entity().type()));
        members.put("entity", Json.of(edit.entity().id()));
        members.put("saw", new Json.Obj(edit.saw()));
    }

    private static void request(
            String name,
            long call,
            String device,
            String scope,
            List<OperationId> operations,
            SortedMap<String, Json> members) {
        answer(name, call, members);
        members.put("device", Json.of(device));
        members.put("scope", Json.of(scope));
        if (!operations.isEmpty()) {
            members.put(
                    "operations",
                    Json.strings(operations.stream().map(OperationId::toString).toList()));
        }
    }

    private static void answer(String name, long call, SortedMap<String, Json> members) {
        members.put("e", Json.of(name));
        members.put("call", Json.of(call));
    }

    private static void page(Entry.Page page, SortedMap<String, Json> members) {
        answer("page", page.call(), members);
        members.put("epoch", Json.of(page.epoch()));
        members.put("from", Json.of(page.from()));
        members.put("to", Json.of(page.to()));
        members.put("cursor", Json.of(page.cursor()));
        members.put("checkpoint", Json.of(page.checkpoint()));
        members.put(
                "rows", new Json.Arr(page.rows().stream().map(EntryCodec::place).toList()));
    }

    private static Json place(Place place) {
        return new Json.Arr(List.of(
                Json.of(place.entity().type()),
                Json.of(place.entity().id()),
                Json.of(place.version()),
                Json.of(place.position())));
    }

    static Entry read(Json json) throws InvalidShape {
        Members in = Members.of(json, "entry");
        long at = in.integer("at", 0);
        return switch (in.string("e")) {
            case "save" ->
                new Entry.Save(
                        at,
                        call(in),
                        in.string("device"),
                        in.string("scope"),
                        entity(in),
                        fields(in, "wrote"),
                        fields(in, "saw"));
            case "delete" ->
                new Entry.Delete(at, call(in), in.string("device"), in.string("scope"), entity(in), fields(in, "saw"));
            case "accepted" ->
                new Entry.Accepted(at, call(in), in.optionalString("operation").flatMap(OperationId::parse));
            case "push" -> new Entry.Push(at, call(in), in.string("device"), in.string("scope"), operations(in));
            case "ask" -> new Entry.Ask(at, call(in), in.string("device"), in.string("scope"), operations(in));
            case "told" -> new Entry.Told(at, call(in), in.string("epoch"), ResultCodec.readAll(in.array("results")));
            case "pull" ->
                new Entry.Pull(at, call(in), in.string("device"), in.string("scope"), in.optionalString("cursor"));
            case "page" -> page(at, in);
            case "failed" -> new Entry.Failed(at, call(in), in.string("why"));
            case "fault" -> new Entry.Fault(at, in.string("kind"), in.string("target"));
            default -> throw new InvalidShape("e", "it is no entry of a history");
        };
    }

    private static long call(Members in) throws InvalidShape {
        return in.integer("call", 0);
    }

    private static EntityKey entity(Members in) throws InvalidShape {
        return new EntityKey(in.string("type"), in.string("entity"));
    }

    private static SortedMap<String, Json> fields(Members in, String name) throws InvalidShape {
        return new TreeMap<>(in.object(name).all());
    }

    private static List<OperationId> operations(Members in) throws InvalidShape {
        List<OperationId> operations = new ArrayList<>();
        for (Json id : in.has("operations") ? in.array("operations") : List.<Json>of()) {
            operations.add(OperationId.parse(text(id)).orElseThrow(() -> new InvalidShape("operations", "no UUID")));
        }
        return operations;
    }

    private static Entry page(long at, Members in) throws InvalidShape {
        List<Place> rows = new ArrayList<>();
        for (Json row : in.array("rows")) {
            rows.add(readPlace(row));
        }
        return new Entry.Page(
                at,
                call(in),
                in.string("epoch"),
                in.integer("from", 0),
                in.integer("to", 0),
                in.string("cursor"),
                in.bool("checkpoint"),
                rows);
    }

    private static Place readPlace(Json json) throws InvalidShape {
        if (json instanceof Json.Arr(List<Json> parts)
                && parts.size() == PLACE
                && parts.get(2) instanceof Json.Num version
                && parts.get(3) instanceof Json.Num position) {
            return new Place(
                    new EntityKey(text(parts.get(0)), text(parts.get(1))), version.asLong(), position.asLong());
        }
        throw new InvalidShape("rows", "a type, an id, a version and a position are expected");
    }

    private static String text(Json json) throws InvalidShape {
        if (json instanceof Json.Str(String text)) {
            return text;
        }
        throw new InvalidShape("", "a string is expected");
    }
}
