/// What a transformer is run for: text drawn token by token, the perplexity of texts
/// ([org.cimlet.execute.generate.Evaluation]), and the size of each linear's inputs on them
/// ([org.cimlet.execute.generate.InputNorms]).
package org.cimlet.execute.generate;
