package io.relayhub;

import static java.util.Objects.requireNonNull;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/// The rooms of `io.relayhub`, what each may use, and the habits that all of them keep. Each rule answers with its
/// violations, one sentence each.
final class House {
    private static final String ROOT = "io.relayhub";

    /// What every room may use.
    private static final List<String> EVERYWHERE = List.of(
            "java.",
            "javax.",
            "jdk.",
            "com.sun.management.",
            "com.sun.net.httpserver.",
            "org.jspecify.annotations.",
            "com.google.errorprone.annotations.");

    /// The packages behind the names that the table's last column uses.
    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            Map.entry("jackson", List.of("tools.jackson.", "com.fasterxml.jackson.annotation.")),
            Map.entry("spring", List.of("org.springframework.")),
            Map.entry("servlet", List.of("jakarta.servlet.")),
            Map.entry("jetty", List.of("org.eclipse.jetty.")),
            Map.entry("slf4j", List.of("org.slf4j.")),
            Map.entry("bucket4j", List.of("io.github.bucket4j.")),
            Map.entry("logback", List.of("ch.qos.logback.")),
            Map.entry("micrometer", List.of("io.micrometer.")),
            Map.entry("lettuce", List.of("io.lettuce.")),
            Map.entry("picocli", List.of("picocli.")),
            Map.entry("oshi", List.of("oshi.")),
            Map.entry("hdrhistogram", List.of("org.HdrHistogram.")));

    private static final Set<String> ROOT_CLASSES = Set.of("Main", "RelayHub", "package-info");
    private static final Set<String> MAY_PRINT = Set.of("app", "cli");
    private static final Pattern NAME_THAT_SAYS_NOTHING =
            Pattern.compile("(Manager|Utils?|Helpers?|Impl)$|^Common(?![a-z])");

    record Room(String name, Set<String> rooms, Set<String> libraries) {
        boolean mayUse(JavaClass external) {
            Stream<String> allowed = Stream.concat(
                    EVERYWHERE.stream(),
                    libraries.stream().flatMap(library -> requireNonNull(LIBRARIES.get(library), library).stream()));
            return allowed.anyMatch(external.getName()::startsWith);
        }
    }

    private final Map<String, Room> rooms = new LinkedHashMap<>();

    /// Reads a table of lines `room | rooms it may use | libraries it may use`; the room `-` is the root package.
    House(String table) {
        for (String line : table.lines().toList()) {
            String[] columns = line.split("\\|", -1);
            String name = columns[0].strip();
            if (rooms.put(name, new Room(name, words(columns[1]), words(columns[2]))) != null) {
                throw new IllegalArgumentException(name + " has two lines");
            }
        }
    }

    private static Set<String> words(String column) {
        return column.isBlank()
                ? Set.of()
                : new TreeSet<>(List.of(column.strip().split("\\s+", -1)));
    }

    /// The rooms from one room on to another, in the table's order.
    List<String> namesBetween(String first, String last) {
        List<String> names = List.copyOf(rooms.keySet());
        return names.subList(names.indexOf(first), names.indexOf(last) + 1);
    }

    List<String> roomsThatUse(String library) {
        return rooms.values().stream()
                .filter(room -> room.libraries().contains(library))
                .map(Room::name)
                .toList();
    }

    Room room(String name) {
        return requireNonNull(rooms.get(name), name);
    }

    /// Arrows of the table itself that point to no room or, over any number of rooms, back.
    List<String> arrowsThatPointBack() {
        Set<String> seen = new TreeSet<>();
        return rooms.values().stream()
                .flatMap(room -> {
                    List<String> wrong = room.rooms().stream()
                            .filter(used -> !seen.contains(used))
                            .toList();
                    seen.add(room.name());
                    return wrong.stream().map(used -> room.name() + " uses " + used + ", which no line above it names");
                })
                .toList();
    }

    /// Arrows between rooms that both have classes already.
    List<String> arrowsThatNobodyNeeds(JavaClasses classes) {
        Map<String, Set<String>> needed = new TreeMap<>();
        for (JavaClass type : classes) {
            Set<String> used = needed.computeIfAbsent(roomOf(type), room -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(arrow -> arrow.getTargetClass().getBaseComponentType())
                    .filter(House::isInTheHouse)
                    .forEach(target -> used.add(roomOf(target)));
        }
        return rooms.values().stream()
                .filter(room -> needed.containsKey(room.name()))
                .flatMap(room -> room.rooms().stream()
                        .filter(used -> needed.containsKey(used)
                                && !requireNonNull(needed.get(room.name())).contains(used))
                        .map(used -> room.name() + " has no use for " + used))
                .toList();
    }

    /// The rooms that have classes, the root package aside.
    static Set<String> roomsOf(JavaClasses classes) {
        return classes.stream()
                .map(House::roomOf)
                .filter(room -> !room.equals("-"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// What a room may use, directly or by way of others.
    Set<String> reachableFrom(String name) {
        Set<String> reached = new TreeSet<>();
        for (String used : room(name).rooms()) {
            reached.add(used);
            reached.addAll(reachableFrom(used));
        }
        return reached;
    }

    List<String> packagesThatAreNoRoom(JavaClasses classes) {
        return sentences(
                classes,
                type -> !rooms.containsKey(roomOf(type)),
                type -> type.getPackageName()
                        + " is no room: give it a line in ArchitectureTest and in docs/architecture.md");
    }

    List<String> arrowsThatAreNotInTheTable(JavaClasses classes) {
        return classes.stream()
                .filter(type -> rooms.containsKey(roomOf(type)))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(arrow -> !allows(
                        room(roomOf(arrow.getOriginClass())),
                        arrow.getTargetClass().getBaseComponentType()))
                .map(arrow -> arrow.getOriginClass().getName() + " uses "
                        + arrow.getTargetClass().getBaseComponentType().getName())
                .distinct()
                .sorted()
                .toList();
    }

    private boolean allows(Room room, JavaClass target) {
        if (target.isPrimitive()) {
            return true;
        }
        if (isInTheHouse(target)) {
            return room.name().equals(roomOf(target)) || room.rooms().contains(roomOf(target));
        }
        return room.mayUse(target);
    }

    List<String> strangersInTheRootPackage(JavaClasses classes) {
        return sentences(
                classes,
                type -> type.getPackageName().equals(ROOT)
                        && !ROOT_CLASSES.contains(outermost(type).getSimpleName()),
                type -> type.getName() + " stands in the root package, which is for " + new TreeSet<>(ROOT_CLASSES));
    }

    List<String> packagesThatAreNotNullMarked(JavaClasses classes) {
        Set<String> marked = new TreeSet<>();
        classes.stream()
                .filter(type -> type.getSimpleName().equals("package-info") && type.isAnnotatedWith(NullMarked.class))
                .forEach(type -> marked.add(type.getPackageName()));
        return sentences(
                classes,
                type -> !marked.contains(type.getPackageName()),
                type -> type.getPackageName() + " has no package-info.java with @NullMarked");
    }

    List<String> namesThatSayNothing(JavaClasses classes) {
        return sentences(
                classes,
                type -> NAME_THAT_SAYS_NOTHING.matcher(type.getSimpleName()).find(),
                type -> type.getName() + ": name it after what it is in the field's words");
    }

    List<String> printingOutsideThePrograms(JavaClasses classes) {
        return sentences(
                classes,
                type -> !MAY_PRINT.contains(roomOf(type).split("\\.", 2)[0])
                        && (printsToTheConsole(type) || usesJavaUtilLogging(type)),
                type -> type.getName() + " prints or logs by itself: report a fact to a listener instead");
    }

    private static boolean printsToTheConsole(JavaClass type) {
        return type.getFieldAccessesFromSelf().stream()
                .map(JavaFieldAccess::getTarget)
                .anyMatch(field -> field.getOwner().isEquivalentTo(System.class)
                        && !field.getName().equals("in"));
    }

    private static boolean usesJavaUtilLogging(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency ->
                        dependency.getTargetClass().getPackageName().equals("java.util.logging"));
    }

    private static List<String> sentences(
            JavaClasses classes, Predicate<JavaClass> wrong, Function<JavaClass, String> sentence) {
        return classes.stream().filter(wrong).map(sentence).distinct().sorted().toList();
    }

    private static boolean isInTheHouse(JavaClass type) {
        return (type.getPackageName() + ".").startsWith(ROOT + ".");
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(House::outermost).orElse(type);
    }

    private static String roomOf(JavaClass type) {
        return type.getPackageName().equals(ROOT) ? "-" : type.getPackageName().substring(ROOT.length() + 1);
    }
}
