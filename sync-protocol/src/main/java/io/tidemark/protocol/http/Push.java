package io.tidemark.protocol.http;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The body of {@code POST /v1/scopes/{scope}/operations}: a contiguous prefix of one device's queue for one scope.
 *
 * @param device the device's id, 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 * @param operations each with its envelope, in the order of their sequences, not judged yet
 */
public record Push(String device, List<Json> operations) {
    public static final int MAX_OPERATIONS = 50;

    /** Bytes of the body, as sent. */
    public static final int MAX_BYTES = 1024 * 1024;

    public static final int MAX_DEVICE = 64;

    public Push {
        operations = List.copyOf(operations);
    }

    public static Push read(Json json) throws InvalidShape {
        Members members = Members.of(json, "");
        members.only(Set.of("device", "operations"));
        String device = members.string("device");
        if (!isDevice(device)) {
            throw new InvalidShape("device", "1 to " + MAX_DEVICE + " characters of A-Z a-z 0-9 . _ - are expected");
        }
        return new Push(device, members.array("operations"));
    }

    public Json write() {
        return Json.Obj.of(Map.of("device", Json.of(device), "operations", new Json.Arr(operations)));
    }

    public static boolean isDevice(String text) {
        return !text.isEmpty() && text.length() <= MAX_DEVICE && text.chars().allMatch(Push::isDeviceCharacter);
    }

    private static boolean isDeviceCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }
}
