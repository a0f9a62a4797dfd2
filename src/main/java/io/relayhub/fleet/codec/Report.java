package io.relayhub.fleet.codec;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What a server said of itself, whatever shape it said it in (docs/fleet.md, "Reports"). Sizes in bytes, speeds in
/// bytes a second, percentages from 0 to 100, times in seconds. What was missing or of a wrong type is empty, 0, or NaN
/// where that makes a difference; every string and list has its bound.
///
/// @param name      the server's own idea of its name, its group and so on; the configuration knows better
/// @param disks     at most [DiskList#MOST]
/// @param storage   all disks together, those that are not in the list included
/// @param timestamp the sender's clock; NaN where it says nothing
/// @param unknown   members that nobody here knows, by the object in which a document has them (`cpu`, `disk/0`), the
///                  top's by the empty name
public record Report(
        String name,
        String group,
        String country,
        String location,
        String ip,
        Cpu cpu,
        Space memory,
        Space swap,
        List<Disk> disks,
        Space storage,
        Network network,
        Host host,
        double timestamp,
        Map<String, ObjectNode> unknown) {
    /// @param percent NaN where it was not said
    /// @param cores   0 where it was not said
    public record Cpu(double percent, long cores, List<String> models) {}

    /// Memory, or room on a disk.
    ///
    /// @param percent of it that is used; NaN where that was not said and cannot be told
    public record Space(long total, long used, long free, double percent) {
        static final Space NONE = new Space(0, 0, 0, Double.NaN);
    }

    public record Disk(String path, String type, Space space, long readSpeed, long writeSpeed) {}

    /// @param in  speed now; NaN where it was not said
    /// @param out likewise
    public record Network(String name, long sent, long received, double in, double out) {}

    /// @param load of the last 1, 5 and 15 min
    public record Host(
            String hostname,
            String os,
            String platform,
            String platformVersion,
            String arch,
            String kernel,
            String virtualization,
            long uptime,
            List<Double> load) {}

    /// Without what takes the most room: the disks by themselves, and what is unknown.
    public Report lean() {
        return new Report(
                name, group, country, location, ip, cpu, memory, swap, List.of(), storage, network, host, timestamp,
                Map.of());
    }
}
