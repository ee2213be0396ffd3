package org.cimlet.tensor.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.InputFile;
import org.cimlet.tensor.disk.Utf8;
import org.cimlet.tensor.tokenizer.vocabulary.Word;

/// Reads SentencePiece's `tokenizer.model`, a protocol buffer, of the kinds unigram and BPE whose
/// text is not normalized but for spaces.
///
/// Its begin and end words stand around a text as `add_bos_token` (true without it) and
/// `add_eos_token` of a `tokenizer_config.json` in its folder say.
final class SentencePieceModel {
  private static final int MAX_BYTES = 64 << 20;

  // fields of ModelProto, SentencePiece, TrainerSpec and NormalizerSpec in
  // sentencepiece_model.proto
  private static final int PIECES = 1;
  private static final int TRAINER = 2;
  private static final int NORMALIZER = 3;

  private final String fileName;
  private final List<Word> words = new ArrayList<>();
  private long method = 1;
  private boolean spaceBehind;
  private long unknown;
  private long begin = 1;
  private long end = 2;
  private String unknownText = " \u2047 ";
  private String normalization = "";
  private boolean normalizes;
  private boolean spaceInFront = true;
  private boolean singleSpaces = true;
  private boolean spaceMark = true;

  private SentencePieceModel(String fileName) {
    this.fileName = fileName;
  }

  static Tokenizer read(Path file) {
    Path config = file.resolveSibling("tokenizer_config.json");
    boolean addBos = true;
    boolean addEos = false;
    if (Files.exists(config)) {
      ConfigNode settings = ConfigNode.root(Document.read(config));
      addBos = settings.flag("add_bos_token", true);
      addEos = settings.flag("add_eos_token", false);
    }
    return parse(file.toString(), InputFile.read(file, MAX_BYTES), addBos, addEos);
  }

  static Tokenizer parse(String fileName, byte[] bytes, boolean addBos, boolean addEos) {
    SentencePieceModel model = new SentencePieceModel(fileName);
    try {
      model.parse(new Protobuf(bytes));
      return model.tokenizer(addBos, addEos);
    } catch (NoSuchElementException | IllegalArgumentException e) {
      throw model.fault(
          "must be a SentencePiece model, got %s; fetch the file again".formatted(e.getMessage()));
    }
  }

  private void parse(Protobuf model) {
    while (model.next()) {
      switch (model.field()) {
        case PIECES -> piece(model.message());
        case TRAINER -> trainer(model.message());
        case NORMALIZER -> normalizer(model.message());
        default -> {} // self-test samples and what newer versions add say nothing about words
      }
    }
  }

  private void piece(Protobuf piece) {
    String text = "";
    float score = 0;
    long kind = 1;
    while (piece.next()) {
      switch (piece.field()) {
        case 1 -> text = text(piece);
        case 2 -> score = piece.float32();
        case 3 -> kind = piece.number();
        default -> {}
      }
    }
    words.add(new Word(text, score, Word.Kind.of(kind).orElseThrow()));
  }

  private void trainer(Protobuf trainer) {
    while (trainer.next()) {
      switch (trainer.field()) {
        case 3 -> method = trainer.number();
        case 24 -> spaceBehind = trainer.number() != 0;
        case 40 -> unknown = trainer.number();
        case 41 -> begin = trainer.number();
        case 42 -> end = trainer.number();
        case 44 -> unknownText = text(trainer);
        default -> {} // how it was trained
      }
    }
  }

  private void normalizer(Protobuf normalizer) {
    while (normalizer.next()) {
      switch (normalizer.field()) {
        case 1 -> normalization = text(normalizer);
        case 2 -> normalizes = normalizer.bytes().length > 0;
        case 3 -> spaceInFront = normalizer.number() != 0;
        case 4 -> singleSpaces = normalizer.number() != 0;
        case 5 -> spaceMark = normalizer.number() != 0;
        default -> {}
      }
    }
  }

  private static String text(Protobuf field) {
    return Utf8.decode(field.bytes())
        .orElseThrow(() -> new NoSuchElementException("a text that is not UTF-8"));
  }

  private Tokenizer tokenizer(boolean addBos, boolean addEos) {
    if (normalizes) {
      throw fault(
          "must not normalize text, got %s; use the network's tokenizer.json"
              .formatted(normalization.isEmpty() ? "a table" : normalization));
    }
    if (method != 1 && method != 2) {
      throw fault(
          "must be of the kind unigram (1) or bpe (2), got %s; use the network's tokenizer.json"
              .formatted(method));
    }
    if (spaceBehind) {
      throw fault("must put spaces in front of words, got spaces behind them; use another one");
    }
    return new SentencePieceTokenizer(
        words,
        new SentencePieceTokenizer.Rules(
            method == 1
                ? SentencePieceTokenizer.Method.UNIGRAM
                : SentencePieceTokenizer.Method.PAIRS,
            spaceMark,
            spaceInFront,
            singleSpaces,
            (int) unknown,
            unknownText,
            addBos ? (int) begin : -1,
            addEos ? (int) end : -1,
            (int) end));
  }

  private InvalidInputException fault(String message) {
    return InvalidInputException.of(fileName, message);
  }
}
