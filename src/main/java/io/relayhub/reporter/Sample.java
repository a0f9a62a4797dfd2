package io.relayhub.reporter;

import java.util.List;

/// How a machine is at one moment. Sizes in bytes, speeds in bytes a second, percentages from 0 to 100, times in
/// seconds.
record Sample(Cpu cpu, Space memory, Space swap, List<Disk> disks, Network network, Host host) {
    record Cpu(double percent, int cores, String model) {}

    record Space(long total, long used, long free) {
        /// 0 where there is nothing of which it could be a part.
        double percent() {
            return total > 0 ? Math.round(10_000.0 * used / total) / 100.0 : 0;
        }
    }

    record Disk(String path, String type, Space space, long readSpeed, long writeSpeed) {}

    record Network(String name, long sent, long received, long in, long out) {}

    /// @param load     of the last 1, 5 and 15 min
    /// @param bootTime Unix time
    record Host(
            String hostname,
            String os,
            String platform,
            String version,
            String arch,
            String kernel,
            long uptime,
            long bootTime,
            List<Double> load) {}
}
