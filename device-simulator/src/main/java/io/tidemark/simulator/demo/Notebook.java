package io.tidemark.simulator.demo;

import java.util.ArrayList;
import java.util.List;

/** A scope, and the people who share it. */
public record Notebook(String scope, List<String> people) {
    static final String EVERYBODY = "notes:everybody";
    private static final List<String> NAMES =
            List.of("ada", "ben", "cleo", "dan", "eve", "finn", "gus", "hana", "ivo", "jana", "kim", "lars");

    public Notebook {
        people = List.copyOf(people);
    }

    public static List<String> people(int number) {
        List<String> people = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            people.add(i < NAMES.size() ? NAMES.get(i) : "user-" + (i + 1));
        }
        return people;
    }

    /** One notebook for everybody, and one for each two; who is left over joins the last two. */
    static List<Notebook> shared(List<String> people) {
        List<Notebook> notebooks = new ArrayList<>(List.of(new Notebook(EVERYBODY, people)));
        for (int i = 0; i + 1 < people.size(); i += 2) {
            int end = people.size() - i == 3 ? i + 3 : i + 2;
            List<String> few = people.subList(i, end);
            notebooks.add(new Notebook("notes:" + String.join("-", few), few));
        }
        return notebooks;
    }
}
