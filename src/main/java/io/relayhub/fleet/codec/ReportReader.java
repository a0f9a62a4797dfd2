package io.relayhub.fleet.codec;

import io.relayhub.fleet.codec.Report.Cpu;
import io.relayhub.fleet.codec.Report.Disk;
import io.relayhub.fleet.codec.Report.Host;
import io.relayhub.fleet.codec.Report.Network;
import io.relayhub.fleet.codec.Report.Space;
import io.relayhub.link.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads reports of both shapes (docs/fleet.md, "Reports"). Lenient about everything inside of an object; only what is
/// no report at all is refused. Any thread.
public final class ReportReader {
    /// More are counted in the sum and otherwise forgotten.
    public static final int MOST_DISKS = 64;

    private static final int ROOM_FOR_UNKNOWN = 8 * 1024;
    private static final int MOST_MODELS = 16;

    private static final Set<String> OF_THE_DOCUMENT =
            Set.of("serverId", "serverName", "cpu", "memory", "disk", "network", "system", "timestamp");
    private static final Set<String> OF_THE_REAL =
            Set.of("hostInfo", "cpuInfo", "virtualMemoryInfo", "swapMemoryInfo", "diskInfo", "networkInfo");

    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final ObjectReader json = JsonMapper.builder()
            .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    /// @return null for what is no report: no JSON, no object, or one with no member of either shape
    public @Nullable Report read(Message message) {
        JsonNode tree;
        try {
            tree = json.readValue(message.array(), message.offset(), message.length());
        } catch (JacksonException malformed) {
            return null;
        }
        if (!(tree instanceof ObjectNode top)) {
            return null;
        }
        for (String name : top.propertyNames()) {
            if (OF_THE_DOCUMENT.contains(name)) {
                return document(top);
            }
            if (OF_THE_REAL.contains(name)) {
                return real(top);
            }
        }
        return null;
    }

    private static Report document(ObjectNode top) {
        Unknown unknown = new Unknown();
        ObjectNode cpu = object(top, "cpu");
        ObjectNode network = object(top, "network");
        ObjectNode system = object(top, "system");
        Disks disks = new Disks(unknown);
        if (top.path("disk").isArray()) {
            top.path("disk").forEach(disk -> disks.add(disk, "path"));
        }
        String model = Tidy.text(cpu.get("modelName"));
        unknown.keep(
                "",
                top,
                Set.of(
                        "serverId",
                        "serverName",
                        "group",
                        "countryCode",
                        "location",
                        "ip",
                        "cpu",
                        "memory",
                        "swap",
                        "disk",
                        "network",
                        "system",
                        "timestamp"));
        unknown.keep("cpu", cpu, Set.of("percent", "cores", "modelName"));
        unknown.keep("memory", object(top, "memory"), Set.of("total", "used", "available", "usedPercent"));
        unknown.keep("network", network, Set.of("interfaceName", "bytesSent", "bytesRecv", "inSpeed", "outSpeed"));
        unknown.keep(
                "system",
                system,
                Set.of(
                        "hostname",
                        "os",
                        "platform",
                        "platformVersion",
                        "arch",
                        "kernel",
                        "virtualization",
                        "uptime",
                        "load"));
        return new Report(
                Tidy.text(top.get("serverName")),
                Tidy.text(top.get("group")),
                Tidy.text(top.get("countryCode")),
                Tidy.text(top.get("location")),
                Tidy.text(top.get("ip")),
                new Cpu(
                        Tidy.percent(cpu.get("percent")),
                        Tidy.whole(cpu.get("cores")),
                        model.isEmpty() ? List.of() : List.of(model)),
                space(object(top, "memory"), "available"),
                space(object(top, "swap"), "free"),
                disks.list,
                disks.sum(),
                new Network(
                        Tidy.text(network.get("interfaceName")),
                        Tidy.whole(network.get("bytesSent")),
                        Tidy.whole(network.get("bytesRecv")),
                        Tidy.amount(network.get("inSpeed")),
                        Tidy.amount(network.get("outSpeed"))),
                new Host(
                        Tidy.text(system.get("hostname")),
                        Tidy.text(system.get("os")),
                        Tidy.text(system.get("platform")),
                        Tidy.text(system.get("platformVersion")),
                        Tidy.text(system.get("arch")),
                        Tidy.text(system.get("kernel")),
                        Tidy.text(system.get("virtualization")),
                        Tidy.whole(system.get("uptime")),
                        load(
                                system.path("load").path(0),
                                system.path("load").path(1),
                                system.path("load").path(2))),
                Tidy.amount(top.get("timestamp")),
                unknown.kept);
    }

    private static Report real(ObjectNode top) {
        Unknown unknown = new Unknown();
        ObjectNode host = object(top, "hostInfo");
        ObjectNode cpu = object(top, "cpuInfo");
        ObjectNode disk = object(top, "diskInfo");
        ObjectNode network = object(top, "networkInfo");
        ObjectNode load = object(host, "avgStat");
        Disks disks = new Disks(unknown);
        if (disk.path("partitions").isArray()) {
            disk.path("partitions").forEach(partition -> disks.add(partition, "mountPoint"));
        }
        Space storage = space(disk, "free");
        unknown.keep(
                "",
                top,
                Set.of(
                        "name",
                        "group",
                        "id",
                        "lastReportTime",
                        "hostInfo",
                        "cpuInfo",
                        "virtualMemoryInfo",
                        "swapMemoryInfo",
                        "diskInfo",
                        "networkInfo",
                        "ip",
                        "loc"));
        unknown.keep("cpu", cpu, Set.of("percent", "info"));
        unknown.keep("memory", object(top, "virtualMemoryInfo"), Set.of("total", "used", "usedPercent"));
        unknown.keep("network", network, Set.of("netInSpeed", "netOutSpeed", "netInTransfer", "netOutTransfer"));
        unknown.keep(
                "system",
                host,
                Set.of(
                        "kernelArch",
                        "kernelVersion",
                        "virtualizationSystem",
                        "uptime",
                        "os",
                        "platform",
                        "platformVersion",
                        "avgStat"));
        return new Report(
                Tidy.text(top.get("name")),
                Tidy.text(top.get("group")),
                Tidy.text(top.get("loc")),
                "",
                Tidy.text(top.get("ip")),
                new Cpu(Tidy.percent(cpu.get("percent")), 0, models(cpu.path("info"))),
                space(object(top, "virtualMemoryInfo"), "available"),
                space(object(top, "swapMemoryInfo"), "free"),
                disks.list,
                Double.isNaN(storage.percent()) ? disks.sum() : storage,
                new Network(
                        "",
                        Tidy.whole(network.get("netOutTransfer")),
                        Tidy.whole(network.get("netInTransfer")),
                        Tidy.amount(network.get("netInSpeed")),
                        Tidy.amount(network.get("netOutSpeed"))),
                new Host(
                        "",
                        Tidy.text(host.get("os")),
                        Tidy.text(host.get("platform")),
                        Tidy.text(host.get("platformVersion")),
                        Tidy.text(host.get("kernelArch")),
                        Tidy.text(host.get("kernelVersion")),
                        Tidy.text(host.get("virtualizationSystem")),
                        Tidy.whole(host.get("uptime")),
                        load(load.get("load1"), load.get("load5"), load.get("load15"))),
                Double.NaN,
                unknown.kept);
    }

    private static ObjectNode object(ObjectNode in, String name) {
        return in.get(name) instanceof ObjectNode object ? object : NOTHING;
    }

    private static List<String> models(JsonNode info) {
        List<String> models = new ArrayList<>();
        for (JsonNode model : info) {
            if (model.isString() && models.size() < MOST_MODELS) {
                models.add(Tidy.text(model));
            }
        }
        return models;
    }

    private static List<Double> load(@Nullable JsonNode one, @Nullable JsonNode five, @Nullable JsonNode fifteen) {
        return List.of(orZero(Tidy.amount(one)), orZero(Tidy.amount(five)), orZero(Tidy.amount(fifteen)));
    }

    private static double orZero(double number) {
        return Double.isNaN(number) ? 0 : number;
    }

    private static Space space(ObjectNode node, String freeName) {
        double total = Tidy.amount(node.get("total"));
        double used = Tidy.amount(node.get("used"));
        double free = Tidy.amount(node.get(freeName));
        double percent = Tidy.percent(node.get("usedPercent"));
        if (Double.isNaN(free)) {
            free = Math.max(0, total - used);
        }
        if (Double.isNaN(used)) {
            used = Math.max(0, total - free);
        }
        return new Space((long) total, (long) used, (long) free, Double.isNaN(percent) ? part(used, total) : percent);
    }

    /// NaN where there is nothing of which it could be a part.
    private static double part(double used, double total) {
        return total > 0 ? Math.clamp(100 * used / total, 0, 100) : Double.NaN;
    }

    /// The disks of one report, and the sum of all of them.
    private static final class Disks {
        private final List<Disk> list = new ArrayList<>();
        private final Unknown unknown;
        private double total;
        private double used;
        private double free;

        private Disks(Unknown unknown) {
            this.unknown = unknown;
        }

        private void add(JsonNode node, String pathName) {
            if (!(node instanceof ObjectNode disk)) {
                return;
            }
            Space space = space(disk, "free");
            total += space.total();
            used += space.used();
            free += space.free();
            if (list.size() == MOST_DISKS) {
                return;
            }
            unknown.keep(
                    "disk/" + list.size(),
                    disk,
                    Set.of(pathName, "fstype", "total", "used", "free", "usedPercent", "readSpeed", "writeSpeed"));
            list.add(new Disk(
                    Tidy.text(disk.get(pathName)),
                    Tidy.text(disk.get("fstype")),
                    space,
                    Tidy.whole(disk.get("readSpeed")),
                    Tidy.whole(disk.get("writeSpeed"))));
        }

        private Space sum() {
            return new Space(bounded(total), bounded(used), bounded(free), part(used, total));
        }

        private static long bounded(double sum) {
            return (long) Math.min(sum, Tidy.LARGEST);
        }
    }

    /// The members of one report that nobody knows, as far as there is room.
    private static final class Unknown {
        private final Map<String, ObjectNode> kept = new LinkedHashMap<>();
        private final Tidy tidy = new Tidy(ROOM_FOR_UNKNOWN);

        private void keep(String place, ObjectNode from, Set<String> known) {
            if (from.size() == 0) {
                return;
            }
            ObjectNode all = null;
            for (var member : from.properties()) {
                if (known.contains(member.getKey())) {
                    continue;
                }
                String name = Tidy.clean(member.getKey(), Tidy.LONGEST_TEXT);
                JsonNode value = tidy.takes(name) ? tidy.copy(member.getValue()) : null;
                if (value != null && !known.contains(name)) {
                    all = all == null ? JsonNodeFactory.instance.objectNode() : all;
                    all.set(name, value);
                }
            }
            if (all != null) {
                kept.put(place, all);
            }
        }
    }
}
