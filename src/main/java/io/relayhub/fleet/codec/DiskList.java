package io.relayhub.fleet.codec;

import io.relayhub.fleet.codec.Report.Disk;
import io.relayhub.fleet.codec.Report.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The disks of one report, and the sum of all of them.
final class DiskList {
    /// More are counted in the sum and otherwise forgotten.
    static final int MOST = 64;

    private final List<Disk> list = new ArrayList<>();
    private final UnknownMembers unknown;
    private double total;
    private double used;
    private double free;

    DiskList(UnknownMembers unknown) {
        this.unknown = unknown;
    }

    void add(JsonNode node, String pathName) {
        if (!(node instanceof ObjectNode disk)) {
            return;
        }
        Space space = space(disk, "free");
        total += space.total();
        used += space.used();
        free += space.free();
        if (list.size() == MOST) {
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

    Space sum() {
        return new Space(bounded(total), bounded(used), bounded(free), part(used, total));
    }

    /// The first [#MOST] of them.
    List<Disk> shown() {
        return list;
    }

    /// What a JSON object says of a disk or of memory: what is missing is reckoned from the rest.
    static Space space(ObjectNode node, String freeName) {
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

    private static long bounded(double sum) {
        return (long) Math.min(sum, Tidy.LARGEST);
    }
}
