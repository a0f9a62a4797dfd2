package io.relayhub.reporter;

import io.relayhub.reporter.Sample.Cpu;
import io.relayhub.reporter.Sample.Disk;
import io.relayhub.reporter.Sample.Host;
import io.relayhub.reporter.Sample.Network;
import io.relayhub.reporter.Sample.Space;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HWPartition;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.software.os.OSFileStore;
import oshi.software.os.OperatingSystem;

/// Looks at this machine, by OSHI. Blocks in native code, so it belongs to one platform thread.
final class Sampler {
    private static final List<String> NOT_COUNTED =
            List.of("lo", "tun", "docker", "veth", "br-", "vmbr", "vnet", "kube");
    private static final Set<String> FILE_SYSTEMS = Set.of(
            "apfs",
            "bcachefs",
            "btrfs",
            "exfat",
            "ext2",
            "ext3",
            "ext4",
            "f2fs",
            "fat32",
            "fuseblk",
            "hfs",
            "hfs+",
            "jfs",
            "msdos",
            "ntfs",
            "refs",
            "reiserfs",
            "ufs",
            "vfat",
            "xfs",
            "zfs");
    private static final String ROOT = "/";

    private final SystemInfo info = new SystemInfo();
    private final HardwareAbstractionLayer hardware = info.getHardware();
    private final OperatingSystem system = info.getOperatingSystem();
    private final List<String> interfaces;
    private final List<String> disks;
    private final Speeds speeds = new Speeds();
    private long[] ticks;

    /// Takes the first look, with which the next one is compared.
    Sampler(List<String> interfaces, List<String> disks) {
        this.interfaces = interfaces;
        this.disks = disks;
        this.ticks = hardware.getProcessor().getSystemCpuLoadTicks();
        var ignored = sample(System.nanoTime());
    }

    /// @param nanos of a clock that only goes forward
    Sample sample(long nanos) {
        return new Sample(cpu(), memory(), swap(), disks(nanos), network(nanos), host());
    }

    private Cpu cpu() {
        CentralProcessor processor = hardware.getProcessor();
        double load = processor.getSystemCpuLoadBetweenTicks(ticks);
        ticks = processor.getSystemCpuLoadTicks();
        double percent = Double.isFinite(load) ? Math.clamp(Math.round(load * 10_000) / 100.0, 0, 100) : 0;
        return new Cpu(
                percent,
                processor.getLogicalProcessorCount(),
                processor.getProcessorIdentifier().getName().strip());
    }

    private Space memory() {
        GlobalMemory memory = hardware.getMemory();
        long available = memory.getAvailable();
        return new Space(memory.getTotal(), memory.getTotal() - available, available);
    }

    private Space swap() {
        var swap = hardware.getMemory().getVirtualMemory();
        return new Space(swap.getSwapTotal(), swap.getSwapUsed(), swap.getSwapTotal() - swap.getSwapUsed());
    }

    private List<Disk> disks(long nanos) {
        List<OSFileStore> stores = system.getFileSystem().getFileStores(true);
        List<OSFileStore> counted = stores.stream().filter(this::counts).toList();
        if (counted.isEmpty() && disks.isEmpty()) {
            // A container sees nothing but its own layers.
            counted = stores.stream()
                    .filter(store -> store.getMount().equals(ROOT))
                    .toList();
        }
        Map<String, long[]> speedsByMount = speedsByMount(nanos);
        List<Disk> found = new ArrayList<>();
        Set<String> volumes = new HashSet<>();
        for (OSFileStore store : counted) {
            // One volume mounted in several places is one.
            if (store.getTotalSpace() > 0 && volumes.add(store.getVolume() + " " + store.getTotalSpace())) {
                long free = store.getFreeSpace();
                long[] speed = speedsByMount.getOrDefault(store.getMount(), new long[2]);
                found.add(new Disk(
                        store.getMount(),
                        store.getType(),
                        new Space(store.getTotalSpace(), store.getTotalSpace() - free, free),
                        speed[0],
                        speed[1]));
            }
        }
        return found;
    }

    private boolean counts(OSFileStore store) {
        return disks.isEmpty()
                ? FILE_SYSTEMS.contains(store.getType().toLowerCase(Locale.ROOT))
                : disks.contains(store.getMount());
    }

    private Map<String, long[]> speedsByMount(long nanos) {
        Map<String, long[]> found = new HashMap<>();
        for (HWDiskStore store : hardware.getDiskStores()) {
            long[] speed = {
                speeds.of("read " + store.getName(), store.getReadBytes(), nanos),
                speeds.of("write " + store.getName(), store.getWriteBytes(), nanos)
            };
            for (HWPartition partition : store.getPartitions()) {
                found.put(partition.getMountPoint(), speed);
            }
        }
        return found;
    }

    private Network network(long nanos) {
        long sent = 0;
        long received = 0;
        List<String> names = new ArrayList<>();
        for (NetworkIF one : hardware.getNetworkIFs()) {
            if (counts(one.getName())) {
                sent += one.getBytesSent();
                received += one.getBytesRecv();
                names.add(one.getName());
            }
        }
        return new Network(
                String.join(",", names),
                sent,
                received,
                speeds.of("in", received, nanos),
                speeds.of("out", sent, nanos));
    }

    private boolean counts(String name) {
        return interfaces.isEmpty() ? NOT_COUNTED.stream().noneMatch(name::contains) : interfaces.contains(name);
    }

    private Host host() {
        double[] load = hardware.getProcessor().getSystemLoadAverage(3);
        var version = system.getVersionInfo();
        String family = system.getFamily().toLowerCase(Locale.ROOT);
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return new Host(
                system.getNetworkParams().getHostName(),
                os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : os,
                family.startsWith("gnu/linux") || family.contains(" ")
                        ? family.replace("gnu/linux", "").strip()
                        : family,
                version.getVersion() == null ? "" : version.getVersion(),
                System.getProperty("os.arch"),
                System.getProperty("os.version"),
                system.getSystemUptime(),
                system.getSystemBootTime(),
                List.of(Math.max(0, load[0]), Math.max(0, load[1]), Math.max(0, load[2])));
    }
}
