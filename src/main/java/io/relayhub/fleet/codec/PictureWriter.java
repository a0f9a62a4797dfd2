package io.relayhub.fleet.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.relayhub.fleet.codec.Report.Disk;
import io.relayhub.fleet.codec.Report.Host;
import io.relayhub.fleet.codec.Report.Space;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes what viewers get of one server (docs/fleet.md, "Watching"). Any thread.
public final class PictureWriter {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final byte[] ONLINE = ",\"isOnline\":true}".getBytes(US_ASCII);
    private static final byte[] OFFLINE = ",\"isOnline\":false}".getBytes(US_ASCII);

    private PictureWriter() {}

    /// The end of an [#entry].
    public static byte[] end(boolean isOnline) {
        return isOnline ? ONLINE : OFFLINE;
    }

    /// An element of the envelope's `data`, without its [#end]: that is not known before it is sent.
    ///
    /// @param reportedAt Unix seconds of the hub's clock
    public static byte[] entry(Label label, Report report, long reportedAt) {
        Host host = report.host();
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("name", label.name());
        entry.put("group", label.group());
        entry.put("id", label.id());
        entry.put("lastReportTime", reportedAt);
        entry.put("uptime", host.uptime());
        entry.put("platform", platform(host));
        entry.put("cpuPercent", orZero(report.cpu().percent()));
        entry.put("RAMPercent", orZero(report.memory().percent()));
        entry.put("SWAPPercent", orZero(report.swap().percent()));
        entry.put("diskPercent", orZero(report.storage().percent()));
        entry.put("netInSpeed", (long) report.network().in());
        entry.put("netOutSpeed", (long) report.network().out());
        entry.put("loc", label.country().toLowerCase(Locale.ROOT));
        ObjectNode info = entry.putObject("hostInfo");
        ArrayNode models = info.putArray("cpuInfo");
        report.cpu()
                .models()
                .forEach(model -> models.add(cpu(model, report.cpu().cores())));
        ObjectNode load = info.putObject("avgStat");
        load.put("load1", host.load().get(0));
        load.put("load5", host.load().get(1));
        load.put("load15", host.load().get(2));
        info.put("RAMTotal", report.memory().total());
        info.put("RAMUsed", report.memory().used());
        info.put("swapTotal", report.swap().total());
        info.put("swapUsed", report.swap().used());
        info.put("diskTotal", report.storage().total());
        info.put("diskUsed", report.storage().used());
        ArrayNode partitions = info.putArray("diskPartitions");
        for (Disk disk : report.disks()) {
            ObjectNode partition = partitions.addObject();
            partition.put("mountPoint", disk.path());
            partition.put("fstype", disk.type());
            partition.put("total", disk.space().total());
            partition.put("free", disk.space().free());
            partition.put("used", disk.space().used());
            partition.put("usedPercent", orZero(disk.space().percent()));
        }
        info.put("netInTransfer", report.network().received());
        info.put("netOutTransfer", report.network().sent());
        info.put("os", host.os());
        info.put("platform", host.platform());
        info.put("platformVersion", host.platformVersion());
        info.put("virtualizationSystem", host.virtualization());
        info.put("kernelVersion", host.kernel());
        info.put("kernelArch", host.arch());
        byte[] whole = JSON.writeValueAsBytes(entry);
        return Arrays.copyOf(whole, whole.length - 1);
    }

    /// A whole report in the document's shape.
    ///
    /// @param timestamp Unix seconds
    public static byte[] document(Label label, Report report, long timestamp) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("serverId", label.id());
        document.put("serverName", label.name());
        document.put("group", label.group());
        document.put("countryCode", label.country());
        document.put("location", report.location());
        document.put("ip", report.ip());
        ObjectNode cpu = document.putObject("cpu");
        cpu.put("percent", orZero(report.cpu().percent()));
        cpu.put("cores", report.cpu().cores());
        cpu.put("modelName", String.join(", ", report.cpu().models()).strip());
        add(report, "cpu", cpu);
        ObjectNode memory = document.putObject("memory");
        space(memory, report.memory(), "available");
        add(report, "memory", memory);
        if (report.swap().total() > 0) {
            space(document.putObject("swap"), report.swap(), "free");
        }
        ArrayNode disks = document.putArray("disk");
        for (int i = 0; i < report.disks().size(); i++) {
            Disk disk = report.disks().get(i);
            ObjectNode node = disks.addObject();
            node.put("path", disk.path());
            if (!disk.type().isEmpty()) {
                node.put("fstype", disk.type());
            }
            space(node, disk.space(), "free");
            node.put("readSpeed", disk.readSpeed());
            node.put("writeSpeed", disk.writeSpeed());
            add(report, "disk/" + i, node);
        }
        ObjectNode network = document.putObject("network");
        network.put("interfaceName", report.network().name());
        network.put("bytesSent", report.network().sent());
        network.put("bytesRecv", report.network().received());
        network.put("inSpeed", (long) report.network().in());
        network.put("outSpeed", (long) report.network().out());
        add(report, "network", network);
        system(document.putObject("system"), report);
        document.put("timestamp", timestamp);
        add(report, "", document);
        return JSON.writeValueAsBytes(document);
    }

    private static void system(ObjectNode system, Report report) {
        Host host = report.host();
        system.put("hostname", host.hostname());
        system.put("os", host.os());
        system.put("platform", host.platform());
        if (!host.platformVersion().isEmpty()) {
            system.put("platformVersion", host.platformVersion());
        }
        system.put("arch", host.arch());
        system.put("kernel", host.kernel());
        if (!host.virtualization().isEmpty()) {
            system.put("virtualization", host.virtualization());
        }
        system.put("uptime", host.uptime());
        ArrayNode load = system.putArray("load");
        host.load().forEach(load::add);
        add(report, "system", system);
    }

    private static void space(ObjectNode node, Space space, String freeName) {
        node.put("total", space.total());
        node.put("used", space.used());
        node.put(freeName, space.free());
        node.put("usedPercent", orZero(space.percent()));
    }

    private static void add(Report report, String place, ObjectNode node) {
        @Nullable ObjectNode unknown = report.unknown().get(place);
        if (unknown != null) {
            unknown.properties().forEach(member -> {
                if (!node.has(member.getKey())) {
                    node.set(member.getKey(), member.getValue());
                }
            });
        }
    }

    private static String platform(Host host) {
        return host.os().equalsIgnoreCase("windows") || host.platformVersion().isEmpty()
                ? host.platform()
                : host.platform() + " " + host.platformVersion();
    }

    /// As the real agent words it; it says the number of cores itself, with a space at the end.
    private static String cpu(String model, long cores) {
        return cores > 0 ? model + " x " + cores + " " : model;
    }

    private static double orZero(double number) {
        return Double.isNaN(number) ? 0 : number;
    }
}
