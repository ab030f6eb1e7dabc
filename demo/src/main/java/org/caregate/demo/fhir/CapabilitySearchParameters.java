package org.caregate.demo.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import java.util.Locale;
import org.caregate.demo.search.SearchParameter;
import org.caregate.demo.search.SearchTable;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Enumerations;

/** Tells {@code /metadata} what the search table understands, since HAPI sees one method without parameters. */
@Interceptor
public final class CapabilitySearchParameters {

    private final SearchTable table;

    CapabilitySearchParameters(SearchTable table) {
        this.table = table;
    }

    /** Adds the rows of the table to every type. */
    @Hook(Pointcut.SERVER_CAPABILITY_STATEMENT_GENERATED)
    public void describe(IBaseConformance conformance) {
        CapabilityStatement statement = (CapabilityStatement) conformance;
        statement.getRest().stream()
                .flatMap(rest -> rest.getResource().stream())
                .forEach(resource -> {
                    if (!DemoData.TYPES.contains(resource.getType())) {
                        return;
                    }
                    resource.getSearchParam().clear();
                    for (SearchParameter parameter : table.of(resource.getType())) {
                        resource.addSearchParam()
                                .setName(parameter.name())
                                .setType(Enumerations.SearchParamType.fromCode(
                                        parameter.kind().name().toLowerCase(Locale.ROOT)));
                        if (parameter.kind() == SearchParameter.Kind.REFERENCE) {
                            resource.addSearchInclude(resource.getType() + ":" + parameter.name());
                        }
                    }
                });
    }
}
