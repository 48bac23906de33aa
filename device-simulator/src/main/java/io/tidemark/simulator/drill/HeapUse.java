package io.tidemark.simulator.drill;

import java.lang.management.ManagementFactory;

/** What a process really holds: the heap that is used when all garbage is gone. */
public final class HeapUse {
    private HeapUse() {}

    /** Bytes. Collects the garbage first, so it is asked now and then. */
    public static long afterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Bytes. */
    public static long most() {
        return Runtime.getRuntime().maxMemory();
    }
}
