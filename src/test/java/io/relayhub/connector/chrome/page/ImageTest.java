package io.relayhub.connector.chrome.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTest {
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void aFileGivesItsSize(String format) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(321, 45, BufferedImage.TYPE_INT_RGB), format, file);
        assertEquals(new Image(321, 45), Image.of(file.toByteArray()));
    }

    @Test
    void anythingElseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Image.of(new byte[100]));
        assertThrows(IllegalArgumentException.class, () -> Image.of(new byte[0]));
    }
}
