package io.tidemark.simulation.mutant;

import io.tidemark.simulation.world.Fault;
import io.tidemark.simulation.world.Parts;
import java.util.List;

/**
 * A plausible bug: a world's parts with one of them made otherwise.
 *
 * @param words what is wrong
 * @param faults those that bring it to light; its worlds have no others
 * @param seeds so many at most until it is found
 */
public record Mutant(String name, String words, List<Fault> faults, int seeds, Parts parts) {}
