package audiotokens;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks the dependencies between modules, and that packages have no cycles. */
class ArchitectureTest {
    private static final String[] OUTSIDE_CORE = {
        "audiotokens.pipeline..", "audiotokens.notebook..", "audiotokens.demo..", "audiotokens.spark.."
    };

    private static JavaClasses library;

    @BeforeAll
    static void readTheLibrary() {
        library = new ClassFileImporter()
                .withImportOption(location -> !location.contains(testClassesPath()))
                .importPackages("audiotokens");
    }

    /** Returns the folder of this module's compiled tests. */
    private static String testClassesPath() {
        return ArchitectureTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
    }

    /** Returns a predicate for the classes of {@code core}: those that are in no package of another module. */
    private static DescribedPredicate<JavaClass> core() {
        return JavaClass.Predicates.resideInAPackage("audiotokens..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(OUTSIDE_CORE)))
                .as("core");
    }

    @Test
    void coreDependsOnNoOtherModuleAndNoNotebookOrDataLibrary() {
        noClasses()
                .that(core())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OUTSIDE_CORE)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "smile..",
                        "org.duckdb..",
                        "java.sql..",
                        "tech.tablesaw..",
                        "tools.jackson.dataformat..",
                        "org.dflib..",
                        "org.jfree..",
                        "org.apache.spark..")
                .check(library);
    }

    @Test
    void pipelineDependsOnNeitherNotebookNorDemo() {
        noClasses()
                .that()
                .resideInAPackage("audiotokens.pipeline..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "audiotokens.notebook..",
                        "audiotokens.demo..",
                        "audiotokens.spark..",
                        "smile..",
                        "tech.tablesaw..",
                        "org.dflib..",
                        "org.jfree..",
                        "org.apache.spark..")
                .check(library);
    }

    @Test
    void demoDependsOnNeitherPipelineNorNotebook() {
        noClasses()
                .that()
                .resideInAPackage("audiotokens.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("audiotokens.pipeline..", "audiotokens.notebook..")
                .check(library);
    }

    @Test
    void packagesHaveNoCyclicDependencies() {
        slices().matching("audiotokens.(**)").should().beFreeOfCycles().check(library);
    }
}
