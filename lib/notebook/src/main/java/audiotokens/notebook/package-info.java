/** Jupyter integration: pictures, progress and errors in cells. The only package that depends on Jupyter. */
package audiotokens.notebook;
