/// How a word becomes tokens: HuggingFace's models ([TokenModel]) and SentencePiece's, by merging
/// pairs ([PairMerging]), by the likeliest path ([UnigramPath]), or by the longest match.
package org.cimlet.tensor.tokenizer.vocabulary;
