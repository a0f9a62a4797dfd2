package io.relayhub.fleet.codec;

import io.relayhub.fleet.codec.Report.Cpu;
import io.relayhub.fleet.codec.Report.Host;
import io.relayhub.fleet.codec.Report.Network;
import io.relayhub.fleet.codec.Report.Space;
import io.relayhub.link.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads reports of both shapes (docs/fleet.md, "Reports"). Lenient about everything inside of an object; only what is
/// no report at all is refused. Any thread.
public final class ReportReader {
    private static final int MOST_MODELS = 16;

    private static final Set<String> OF_THE_DOCUMENT =
            Set.of("serverId", "serverName", "cpu", "memory", "disk", "network", "system", "timestamp");
    private static final Set<String> OF_THE_REAL =
            Set.of("hostInfo", "cpuInfo", "virtualMemoryInfo", "swapMemoryInfo", "diskInfo", "networkInfo");

    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final ObjectReader json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
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
        UnknownMembers unknown = new UnknownMembers();
        ObjectNode cpu = object(top, "cpu");
        ObjectNode network = object(top, "network");
        ObjectNode system = object(top, "system");
        DiskList disks = new DiskList(unknown);
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
                DiskList.space(object(top, "memory"), "available"),
                DiskList.space(object(top, "swap"), "free"),
                disks.shown(),
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
                unknown.kept());
    }

    private static Report real(ObjectNode top) {
        UnknownMembers unknown = new UnknownMembers();
        ObjectNode host = object(top, "hostInfo");
        ObjectNode cpu = object(top, "cpuInfo");
        ObjectNode disk = object(top, "diskInfo");
        ObjectNode network = object(top, "networkInfo");
        ObjectNode load = object(host, "avgStat");
        DiskList disks = new DiskList(unknown);
        if (disk.path("partitions").isArray()) {
            disk.path("partitions").forEach(partition -> disks.add(partition, "mountPoint"));
        }
        Space storage = DiskList.space(disk, "free");
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
                DiskList.space(object(top, "virtualMemoryInfo"), "available"),
                DiskList.space(object(top, "swapMemoryInfo"), "free"),
                disks.shown(),
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
                unknown.kept());
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
}
