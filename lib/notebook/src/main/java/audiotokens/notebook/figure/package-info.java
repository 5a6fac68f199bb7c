/**
 * The figures of every stage as values: charts, spectrograms, tables and audio players, each with an HTML form and
 * usually a static image. A {@link audiotokens.notebook.figure.Chart} is rendered both with Plotly and as a static image;
 * tables of data are Tablesaw's, for further computation. Nothing here depends on Jupyter.
 */
@NullMarked
package audiotokens.notebook.figure;

import org.jspecify.annotations.NullMarked;
