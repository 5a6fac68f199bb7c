/** What Jupyter sees: how pictures, progress and errors reach a cell. The only package that knows Jupyter. */
package audiotokens.notebook;
