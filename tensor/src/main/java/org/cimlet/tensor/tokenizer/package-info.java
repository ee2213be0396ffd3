/// Text to tokens and back, by the vocabularies that networks carry: `tokenizer.json`,
/// SentencePiece's `tokenizer.model`, llama2.c's `tokenizer.bin`, those inside GGUF files, GPT-2's
/// `vocab.json` and `merges.txt`, and plain bytes.
///
/// Start with [org.cimlet.tensor.tokenizer.Tokenizer]. The algorithms are `PairMerging` (both kinds
/// of byte pair encoding), `UnigramPath` and `WordPieceModel`; the rest says how a text is cut
/// before and joined after.
package org.cimlet.tensor.tokenizer;
