package io.tidemark.merge.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitNoteTest {
    private static final String EPOCH = "6f0ec1a2-3b4d-4e5f-8a9b-0c1d2e3f4a5b";

    @Test
    void saysWhatWasWritten_whenRead() {
        // Given
        CommitNote note = new CommitNote(EPOCH, "xtzWWN4bTjitpL3kfd9s5g");
        // When / Then
        assertThat(CommitNote.read(note.write())).contains(note);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "epoch=" + EPOCH,
                "epoch=" + EPOCH + " topic=",
                "epoch=6F0EC1A2-3B4D-4E5F-8A9B-0C1D2E3F4A5B topic=t",
                "epoch=------------------------------------ topic=t",
                "epoch=" + EPOCH + " topic=t more",
                "{\"epoch\":\"" + EPOCH + "\"}"
            })
    void saysNothing_whenOfAnotherMaking(String metadata) {
        // When / Then
        assertThat(CommitNote.read(metadata)).isEmpty();
    }
}
