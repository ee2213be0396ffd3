/// What happens to a text before its words become tokens, and behind: HuggingFace's normalizers
/// ([Normalizer]), pre-tokenizers ([PreTokenizer]), added tokens ([AddedTokens]) and decoders
/// ([Decoder]).
package org.cimlet.tensor.tokenizer.text;
