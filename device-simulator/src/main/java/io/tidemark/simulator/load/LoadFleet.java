package io.tidemark.simulator.load;

import io.tidemark.simulator.demo.StopRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** All light devices: who has which scopes, who edits when, who has a network when. */
final class LoadFleet {
    private static final int TEAM = 20;
    private static final int CROWD = 500;
    private static final Duration STEP = Duration.ofMillis(20);
    private static final Duration LONGEST_SPREAD = Duration.ofSeconds(60);

    private final LoadOptions options;
    private final List<LightDevice> devices;
    private final Outside outside;
    private final Random random;
    private final long begun = System.nanoTime();
    private volatile boolean working = true;

    private LoadFleet(LoadOptions options, List<LightDevice> devices, Outside outside, Random random) {
        this.options = options;
        this.devices = List.copyOf(devices);
        this.outside = outside;
        this.random = random;
    }

    /** Teams of {@value #TEAM}, and crowds of {@value #CROWD} around one hot scope each. */
    static List<List<String>> seats(int devices) {
        List<List<String>> seats = new ArrayList<>();
        for (int i = 0; i < devices; i++) {
            seats.add(List.of("load:team-" + (i / TEAM + 1), "load:hot-" + (i / CROWD + 1)));
        }
        return seats;
    }

    /** The same, over scopes that somebody else has made: the first is the hot one, where there is more than one. */
    static List<List<String>> seats(int devices, List<String> scopes) {
        List<String> teams = scopes.size() > 1 ? scopes.subList(1, scopes.size()) : scopes;
        List<List<String>> seats = new ArrayList<>();
        for (int i = 0; i < devices; i++) {
            String team = teams.get(i % teams.size());
            seats.add(scopes.size() > 1 ? List.of(team, scopes.getFirst()) : List.of(team));
        }
        return seats;
    }

    static LoadFleet of(LoadOptions options, List<List<String>> seats, Outside outside) {
        Random random = new Random(options.seed());
        List<LightDevice> devices = new ArrayList<>();
        String run = "r" + Long.toString(random.nextLong() & Long.MAX_VALUE, Character.MAX_RADIX);
        for (int i = 0; i < seats.size(); i++) {
            Random own = new Random(random.nextLong());
            String name = run + "-" + (i + 1);
            List<Lane> lanes = seats.get(i).stream()
                    .map(scope -> new Lane(scope, name, own))
                    .toList();
            devices.add(new LightDevice(lanes, own, outside));
        }
        return new LoadFleet(options, devices, outside, random);
    }

    List<LightDevice> devices() {
        return devices;
    }

    /**
     * Everybody gets a network or not, as the profile says, and goes on changing it until the work is over. They come one
     * after the other: all of a fleet that begins at one moment is the profile {@code stampede}, and no beginning.
     */
    void begin() {
        int spread = (int) Math.min(LONGEST_SPREAD.toMillis(), options.work().toMillis() / 4) + 1;
        for (LightDevice device : devices) {
            boolean online = options.profile().beginsOnline(random);
            Random own = new Random(random.nextLong());
            outside.in(Duration.ofMillis(own.nextInt(spread)), () -> {
                spell(device, online, own);
                device.follow();
            });
        }
    }

    private void spell(LightDevice device, boolean online, Random own) {
        if (!working) {
            return;
        }
        device.setOnline(online);
        Duration lasts = options.profile().spell(online, elapsed(), options.work(), own);
        outside.in(lasts, () -> spell(device, !online, own));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** One device at a time makes an edit, at the rate asked for; returns when the time is over. */
    void edit(StopRequest stop) throws InterruptedException {
        long made = 0;
        while (elapsed().compareTo(options.work()) < 0 && !stop.pause(STEP)) {
            long due = Math.round(Math.min(elapsed().toMillis(), options.work().toMillis()) / 1e3 * options.rate());
            for (; made < due; made++) {
                devices.get(random.nextInt(devices.size())).edit();
            }
        }
    }

    /** The work is over: everybody comes online. */
    void comeOnline() {
        working = false;
        devices.forEach(device -> device.setOnline(true));
    }

    long depth() {
        return devices.stream().mapToLong(LightDevice::depth).sum();
    }

    int online() {
        return (int) devices.stream().filter(LightDevice::isOnline).count();
    }

    /** Of those that are online. */
    double lagSeconds() {
        long now = System.nanoTime();
        return devices.stream()
                        .filter(LightDevice::isOnline)
                        .mapToLong(device -> device.oldest(now))
                        .max()
                        .orElse(0)
                / 1e9;
    }

    boolean isQuiet() {
        return devices.stream().allMatch(LightDevice::isQuiet);
    }

    /** How many readers of a scope hold something else than the first of them. */
    int unlike() {
        Map<String, Lane> first = new HashMap<>();
        int unlike = 0;
        for (LightDevice device : devices) {
            for (Lane lane : device.lanes()) {
                Lane other = first.putIfAbsent(lane.scope(), lane);
                if (other != null && !lane.isLike(other)) {
                    unlike++;
                }
            }
        }
        return unlike;
    }
}
