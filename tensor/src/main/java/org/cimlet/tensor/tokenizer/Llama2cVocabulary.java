package org.cimlet.tensor.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.InputFile;
import org.cimlet.tensor.disk.Utf8;
import org.cimlet.tensor.tokenizer.vocabulary.Word;

/// Reads the vocabulary of karpathy/llama2.c: the longest word's length as int32, then for each
/// word its score as float32, its length as int32 and its UTF-8 bytes, in which a space is a space.
///
/// The first three words are the unknown, the beginning, which also ends a text, and the end; then
/// follow the 256 bytes. The unknown word never arises.
final class Llama2cVocabulary {
  private static final int MAX_BYTES = 64 << 20;
  private static final int BEGIN = 1;
  private static final int SPECIALS = 3;

  private Llama2cVocabulary() {}

  static Tokenizer read(Path file) {
    return parse(file.toString(), InputFile.read(file, MAX_BYTES));
  }

  static Tokenizer parse(String fileName, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < Integer.BYTES) {
      throw fault(fileName, 0);
    }
    int longest = in.getInt();
    List<Word> words = new ArrayList<>();
    while (in.hasRemaining()) {
      words.add(word(fileName, in, longest, words.size()));
    }
    try {
      return new SentencePieceTokenizer(
          words,
          new SentencePieceTokenizer.Rules(
              SentencePieceTokenizer.Method.PAIRS, false, true, false, 0, "", BEGIN, -1, BEGIN));
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of(
          fileName, "must be a vocabulary, got %s; export it again".formatted(e.getMessage()));
    }
  }

  private static Word word(String fileName, ByteBuffer in, int longest, int token) {
    if (in.remaining() < Float.BYTES + Integer.BYTES) {
      throw fault(fileName, token);
    }
    float score = in.getFloat();
    int length = in.getInt();
    if (length < 0 || length > longest || length > in.remaining() || Float.isNaN(score)) {
      throw fault(fileName, token);
    }
    byte[] utf8 = new byte[length];
    in.get(utf8);
    String text = Utf8.decode(utf8).orElseThrow(() -> fault(fileName, token));
    return new Word(text, score, kind(token, text));
  }

  private static Word.Kind kind(int token, String text) {
    if (token < SPECIALS) {
      return token == 0 ? Word.Kind.UNKNOWN : Word.Kind.CONTROL;
    }
    return Word.spellsByte(text) ? Word.Kind.BYTE : Word.Kind.NORMAL;
  }

  private static InvalidInputException fault(String fileName, int token) {
    return InvalidInputException.of(
        fileName,
        "must hold a score, a length and a UTF-8 text for each word, got none for word %s; check"
                .formatted(token)
            + " that it is a llama2.c vocabulary");
  }
}
