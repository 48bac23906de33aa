package io.tidemark.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.tidemark.protocol.json.InvalidJson.Fault;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads I-JSON (RFC 7493) strictly: what {@code jsonb} would refuse, or keep differently, is refused here. Duplicate
 * keys, {@code U+0000}, lone surrogates and numbers that a double does not hold exactly are faults, not surprises.
 */
public final class JsonReader {
    /** Bounds of any document: bytes, depth, characters of a string, of a number and of a name. */
    public static final int MAX_BYTES = 8 * 1024 * 1024;

    public static final int MAX_DEPTH = 32;
    public static final int MAX_STRING = 300_000;
    /** jsonb writes 1.7e308 and 5e-324 with all their digits. */
    public static final int MAX_NUMBER = 400;

    public static final int MAX_NAME = 256;

    /** A decimal of up to 15 significant digits survives the way into a double and back (IEEE 754, DBL_DIG). */
    private static final int SAFE_DIGITS = 15;

    private static final double THIN = 1e-290;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_BYTES)
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING)
                    .maxNumberLength(MAX_NUMBER)
                    .maxNameLength(MAX_NAME)
                    .build())
            .build();

    private JsonReader() {}

    /** @throws InvalidJson if the bytes are not one I-JSON document within the bounds above */
    public static Json read(byte[] utf8) throws InvalidJson {
        if (utf8.length > MAX_BYTES) {
            throw new InvalidJson(Fault.TOO_LARGE, "the document is larger than " + MAX_BYTES + " bytes");
        }
        CharBuffer text = decode(utf8);
        try (JsonParser parser = FACTORY.createParser(text.array(), text.arrayOffset(), text.remaining())) {
            return readDocument(parser);
        } catch (StreamConstraintsException tooMuch) {
            throw constraint(tooMuch);
        } catch (JsonParseException malformed) {
            throw malformed(malformed);
        } catch (IOException impossible) {
            throw new IllegalStateException("reading memory failed", impossible);
        }
    }

    /** For texts that were written by ourselves or read from storage. */
    public static Json read(String text) throws InvalidJson {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static CharBuffer decode(byte[] utf8) throws InvalidJson {
        try {
            CharBuffer text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8));
            if (text.hasRemaining() && text.charAt(0) == '\uFEFF') {
                throw new InvalidJson(Fault.MALFORMED_ENCODING, "the document starts with a byte order mark");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new InvalidJson(Fault.MALFORMED_ENCODING, "the document is not UTF-8");
        }
    }

    private static Json readDocument(JsonParser parser) throws IOException, InvalidJson {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new InvalidJson(Fault.MALFORMED_JSON, "the document is empty");
        }
        Json value = readValue(parser, first);
        if (parser.nextToken() != null) {
            throw new InvalidJson(Fault.MALFORMED_JSON, "the document goes on after its end");
        }
        return value;
    }

    private static Json readValue(JsonParser parser, JsonToken token) throws IOException, InvalidJson {
        return switch (token) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> new Json.Str(checked(parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber(parser.getText());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> Json.NULL;
            default -> throw new InvalidJson(Fault.MALFORMED_JSON, "a value was expected");
        };
    }

    private static Json readObject(JsonParser parser) throws IOException, InvalidJson {
        TreeMap<String, Json> members = new TreeMap<>();
        while (next(parser) != JsonToken.END_OBJECT) {
            String name = checked(parser.currentName());
            members.put(name, readValue(parser, next(parser)));
        }
        return new Json.Obj(members);
    }

    private static Json readArray(JsonParser parser) throws IOException, InvalidJson {
        List<Json> items = new ArrayList<>();
        for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser)) {
            items.add(readValue(parser, token));
        }
        return new Json.Arr(items);
    }

    private static JsonToken next(JsonParser parser) throws IOException, InvalidJson {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new InvalidJson(Fault.MALFORMED_JSON, "the document is truncated");
        }
        return token;
    }

    private static Json readNumber(String text) throws InvalidJson {
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw new InvalidJson(Fault.NUMBER_OUT_OF_RANGE, "a number is beyond the range of a double");
        }
        Json.Num number = new Json.Num(value);
        if (!isSafe(text, value) && new BigDecimal(text).compareTo(new BigDecimal(CanonicalJson.write(number))) != 0) {
            throw new InvalidJson(Fault.NUMBER_OUT_OF_RANGE, "a number is not exact as an IEEE double");
        }
        return number;
    }

    /** The common case without a BigDecimal: few digits, and far from the range where doubles thin out. */
    private static boolean isSafe(String text, double value) {
        return text.length() <= SAFE_DIGITS && (Math.abs(value) > THIN || "0".equals(text));
    }

    private static String checked(String text) throws InvalidJson {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new InvalidJson(Fault.INVALID_CHARACTERS, "a string contains U+0000");
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new InvalidJson(Fault.INVALID_CHARACTERS, "a string contains a lone surrogate");
                }
                i++;
            }
        }
        return text;
    }

    private static InvalidJson constraint(StreamConstraintsException e) {
        String message = String.valueOf(e.getOriginalMessage());
        if (message.contains("nesting depth")) {
            return new InvalidJson(Fault.JSON_TOO_DEEP, "the document nests deeper than " + MAX_DEPTH);
        }
        if (message.contains("Number")) {
            return new InvalidJson(Fault.NUMBER_OUT_OF_RANGE, "a number has more than " + MAX_NUMBER + " characters");
        }
        return new InvalidJson(Fault.TOO_LARGE, "a string or a name is too long");
    }

    private static InvalidJson malformed(JsonParseException e) {
        String message = String.valueOf(e.getOriginalMessage());
        if (message.startsWith("Duplicate field")) {
            return new InvalidJson(Fault.DUPLICATE_KEY, "an object names a member twice");
        }
        return new InvalidJson(Fault.MALFORMED_JSON, "the document is not JSON");
    }
}
