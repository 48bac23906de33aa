package io.tidemark.protocol.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the members of an object one by one; what is missing or of another type is an {@link InvalidShape}. */
public record Members(Map<String, Json> all) {

    public static Members of(Json json, String what) throws InvalidShape {
        if (json instanceof Json.Obj(var members)) {
            return new Members(members);
        }
        throw new InvalidShape(what, "an object is expected");
    }

    /** Refuses what nobody declared: a misspelt member would be dropped in silence. */
    public void only(Set<String> known) throws InvalidShape {
        for (String name : all.keySet()) {
            if (!known.contains(name)) {
                throw new InvalidShape("", "there is a member that the protocol does not name");
            }
        }
    }

    public Optional<Json> find(String name) {
        return Optional.ofNullable(all.get(name));
    }

    public boolean has(String name) {
        return all.containsKey(name);
    }

    public Json get(String name) throws InvalidShape {
        Json json = all.get(name);
        if (json == null) {
            throw new InvalidShape(name, "it is missing");
        }
        return json;
    }

    public String string(String name) throws InvalidShape {
        if (get(name) instanceof Json.Str(String text)) {
            return text;
        }
        throw new InvalidShape(name, "a string is expected");
    }

    public Optional<String> optionalString(String name) throws InvalidShape {
        return has(name) ? Optional.of(string(name)) : Optional.empty();
    }

    /** A whole number from {@code least} to 2^53 - 1. */
    public long integer(String name, long least) throws InvalidShape {
        if (get(name) instanceof Json.Num number && number.isInteger() && number.asLong() >= least) {
            return number.asLong();
        }
        throw new InvalidShape(name, "a whole number of at least " + least + " is expected");
    }

    public boolean bool(String name) throws InvalidShape {
        if (get(name) instanceof Json.Bool(boolean value)) {
            return value;
        }
        throw new InvalidShape(name, "true or false is expected");
    }

    public List<Json> array(String name) throws InvalidShape {
        if (get(name) instanceof Json.Arr(List<Json> items)) {
            return items;
        }
        throw new InvalidShape(name, "an array is expected");
    }

    public Members object(String name) throws InvalidShape {
        return of(get(name), name);
    }
}
