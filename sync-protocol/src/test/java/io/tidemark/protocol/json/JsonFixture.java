package io.tidemark.protocol.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Random values that lean to what breaks codecs. */
public final class JsonFixture {
    private static final String[] STRINGS = {
        "",
        "a",
        "\"\\/\b\f\n\r\t",
        "\u0001\u001f\u007f",
        "ü€😀",
        "\u2028\u2029",
        "\ufb33",
        "דּ",
        "e\u0301",
        "\ud83d\ude00x"
    };
    private static final double[] NUMBERS = {
        0, 1, -1, 0.1, 1e21, 1e-7, Double.MIN_VALUE, Double.MAX_VALUE, 9007199254740991.0, 1e15, 123456789.125, -2.5e-10
    };

    private JsonFixture() {}

    public static Json random(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> Json.NULL;
            case 1 -> Json.of(random.nextBoolean());
            case 2 -> Json.of(STRINGS[random.nextInt(STRINGS.length)] + random.nextInt(10));
            case 3 -> number(random);
            case 4 -> {
                List<Json> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(random(random, depth - 1));
                }
                yield new Json.Arr(items);
            }
            default -> {
                TreeMap<String, Json> members = new TreeMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    members.put(STRINGS[random.nextInt(STRINGS.length)] + i, random(random, depth - 1));
                }
                yield new Json.Obj(members);
            }
        };
    }

    private static Json number(Random random) {
        if (random.nextBoolean()) {
            return Json.of(NUMBERS[random.nextInt(NUMBERS.length)]);
        }
        double any = Double.longBitsToDouble(random.nextLong());
        return Json.of(Double.isFinite(any) ? any : random.nextGaussian());
    }
}
